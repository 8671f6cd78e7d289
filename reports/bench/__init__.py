"""How long the product's jobs take, beside the bare SQL that does the same work.

Both run on one filled scratch database, one after the other, so the ratio holds on any machine.
"""

from reports.bench.run import bench, bench_flood
from reports.bench.size import Size

__all__ = ["Size", "bench", "bench_flood"]
