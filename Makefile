.DEFAULT_GOAL := help
.PHONY: help run setup build test check format messages lock

help run setup build test check format messages lock:
	@exec python3 leadfollow/launch.py $@
