"""Pages of the kernel itself: for operators and for machines that watch."""
