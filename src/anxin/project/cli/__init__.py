"""The command line: anxin …"""
