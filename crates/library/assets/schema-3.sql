-- How the reader shows an article, where a person changed it: the widest line in cells, and the tab of
-- the sidebar.
ALTER TABLE reading ADD COLUMN measure INTEGER;
ALTER TABLE reading ADD COLUMN tab TEXT;
