.DEFAULT_GOAL := help
.PHONY: help run setup build test check format lock

help run setup build test check format lock:
	@exec python3 leadfollow/launch.py $@
