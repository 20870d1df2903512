CREATE TABLE `sites` (
	`site_key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text,
	`created_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `sites_id_unique` ON `sites` (`id`);--> statement-breakpoint
INSERT INTO `sites` (`site_key`, `id`, `created_at`) VALUES (1, uuid_v7(), CAST(unixepoch('subsec') * 1000 AS INTEGER));--> statement-breakpoint
CREATE TABLE `__new_group_slots` (
	`slot_ms` integer NOT NULL,
	`at` integer NOT NULL,
	`model_alias` text NOT NULL,
	`site_key` integer NOT NULL,
	`miners` integer NOT NULL,
	`filled` integer NOT NULL,
	`hashrate_hs` real,
	`power_w` real,
	`chip_temp_max_c` real,
	PRIMARY KEY(`slot_ms`, `at`, `model_alias`, `site_key`),
	FOREIGN KEY (`site_key`) REFERENCES `sites`(`site_key`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_group_slots`(`slot_ms`, `at`, `model_alias`, `site_key`, `miners`, `filled`, `hashrate_hs`, `power_w`, `chip_temp_max_c`) SELECT `slot_ms`, `at`, `model_alias`, 1, `miners`, `filled`, `hashrate_hs`, `power_w`, `chip_temp_max_c` FROM `group_slots`;--> statement-breakpoint
DROP TABLE `group_slots`;--> statement-breakpoint
ALTER TABLE `__new_group_slots` RENAME TO `group_slots`;--> statement-breakpoint
ALTER TABLE `miners` ADD `site_key` integer DEFAULT 1 NOT NULL REFERENCES sites(site_key);--> statement-breakpoint
ALTER TABLE `miners` ADD `firmware_kind` text;--> statement-breakpoint
UPDATE `miners` SET `firmware_kind` = 'vnish';
