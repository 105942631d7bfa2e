"""The audit: thousands of submissions of several years at once.

One pass lints each file (`worker`), what it says is kept on disk (`store`), a second pass asks the rules that need
several reports (`collection`), and `outputs` write what people and programs read.
"""
