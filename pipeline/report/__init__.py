"""What a run tells people: progress while it goes, a summary when it is done."""
