"""Comparing on Spark: copies and stories of more reports than one machine holds, the same as an archive of these reports finds.

    from onrecord.spark_comparing import compare
    found = compare(spark.read.parquet("records/"), "work/")
    found.stories.write.parquet("stories/")

Nothing is judged here. Each task holds a small archive in memory, of the reports that it needs, and asks it what a large one is asked. What
the engine does is to bring together what must be looked at together: fingerprints by their hash, pairs by the block of the later report,
reports by day, lots of reports that hang together by connected components. Reports are numbered in the order of publication, in which an
archive compares them; each is held against those before it.
"""

from onrecord.spark_comparing.columns import ROWS
from onrecord.spark_comparing.comparing import Compared, compare, compare_rows
from onrecord.spark_comparing.held import packed

__all__ = ["ROWS", "Compared", "compare", "compare_rows", "packed"]
