ALTER TABLE `jobs` ADD `start_at` integer;--> statement-breakpoint
ALTER TABLE `jobs` ADD `spread_minutes` integer;--> statement-breakpoint
ALTER TABLE `jobs` ADD `rules` text;