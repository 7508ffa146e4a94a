"""Consultation (咨询): answers with the law in force, the wage calculator, and which door to take next."""
