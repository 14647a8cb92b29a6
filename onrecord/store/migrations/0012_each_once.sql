-- Each thing once: in how many places a report tells of an event, where a figure stands, what a country was read from.
-- Rows of reports that were read before stay without them until these are read again.
alter table event add column mentions integer;
alter table figure add column standing text;
alter table figure add column part_of text;
alter table actor add column country_rule text;
