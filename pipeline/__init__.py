"""What runs, and where: the graph, the runners, the commit and the command."""

__version__ = "0.1.0"
