ALTER TABLE `miners` ADD `label` text;--> statement-breakpoint
ALTER TABLE `miners` ADD `tuned_presets` text;--> statement-breakpoint
ALTER TABLE `miners` ADD `gone` text;--> statement-breakpoint
ALTER TABLE `miners` ADD `successor_key` integer REFERENCES miners(miner_key) ON DELETE SET NULL;--> statement-breakpoint
CREATE INDEX `miners_by_successor` ON `miners` (`successor_key`) WHERE "successor_key" IS NOT NULL;