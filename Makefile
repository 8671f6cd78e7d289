.DEFAULT_GOAL := help
.PHONY: help run test check format lock

help run test check format lock:
	@exec python3 leadfollow/launch.py $@
