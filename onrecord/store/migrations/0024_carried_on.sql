-- Whether one of two reports carries on what the other told ("the toll of Thursday's ferry disaster"): what ties them is reckoned otherwise, and
-- `alike` is the likeness of their texts alone. What was compared before stays as it is until a report of its story comes.
alter table story_edge add column carried integer not null default 0;
