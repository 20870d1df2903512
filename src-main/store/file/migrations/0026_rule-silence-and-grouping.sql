ALTER TABLE `rules` ADD `not_while` text;--> statement-breakpoint
ALTER TABLE `rules` ADD `grouping` text DEFAULT 'cause' NOT NULL;