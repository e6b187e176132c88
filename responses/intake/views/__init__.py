"""Pages of letters that arrived: the queue of files, and one letter as it is confirmed."""
