"""Questions that rest on the turns before, or are two in one."""
