"""Complaints, reports, leads and enquiries (诉求): every channel into one inbox."""
