"""The small engine behind every socket: rooms, bus, bounded queues. It knows no models.

Apps use three names: `publish(room, frame, seq=None)` from any thread of any process, `in_background(job)` for
what every web process does while it serves, and `repair_with(loader)` for streams that must have no gaps.
"""

from .process import engine, in_background, publish, repair_with, stop

__all__ = ["engine", "in_background", "publish", "repair_with", "stop"]
