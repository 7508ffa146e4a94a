"""Consultation (政策咨询): answers filled from the law of a day, found by what people ask, and which doors are open to them."""
