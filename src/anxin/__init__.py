"""Anxin (安薪): prevents wage arrears (欠薪) in a Chinese town and handles them when they happen."""
