"""A worker process for Flink: Beam's own SDK harness, made to end when the launcher does."""

from __future__ import annotations

import os
import sys

from pipeline.lifeline import when_parent_ends


def main() -> None:
    when_parent_ends(lambda: os._exit(1))
    from apache_beam.runners.worker import sdk_worker_main

    sdk_worker_main.main(sys.argv)


if __name__ == "__main__":
    main()
