# Django has none of these for Arabic, and would write a day with a time as in the United States. The right-to-left
# marks (U+200F) keep a day in its order, as Django's own SHORT_DATE_FORMAT has them.
DATETIME_FORMAT = "j F، Y، g:i A"
SHORT_DATETIME_FORMAT = "d\u200f/m\u200f/Y g:i A"
