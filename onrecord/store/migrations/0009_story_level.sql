-- How often the lot that a report hangs together with was too large to be grouped at once, and was cut at a higher likeness.
alter table story_vector add column level integer not null default 0;
