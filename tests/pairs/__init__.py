"""What words of a letter show, rule by rule: two or three lines of text -> what is found in them.

Each table holds (rule, text, what is found). The rules are those of docs/rules.md, "What a letter says". Each has a
pair in which it finds something; beside many stands one that looks alike and is none. Bodies and report are those of
tests/letters.py.
"""
