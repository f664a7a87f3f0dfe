# Django has the time before noon and after it the wrong way round ("3:05 오후"), and only beside a day.
DATETIME_FORMAT = "Y년 n월 j일 A g:i"
SHORT_DATETIME_FORMAT = "Y-n-j A g:i"
