-- A fresh database needs no rows: the knowledge comes in through /knowledge/documents, conversations through the chat.
select 1;
