"""Law as dated data: parameters, calendars, citations. Every value has an article, a document number and a link."""

from anxin.law.parameters import LawBook, NotInForce, Parameter, UnknownParameter, book

__all__ = ["LawBook", "NotInForce", "Parameter", "UnknownParameter", "book"]
