-- Which report told a happening first and last is read from the index alone.
drop index happening_mention_happening;
create index happening_mention_happening on happening_mention (happening, report, counted);
