"""Law as dated data: parameters, calendars, citations. Every value has an article, a document number and a link."""
