CREATE TABLE `remote_sites` (
	`remote_site_key` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`token_sealed` text NOT NULL,
	`enabled` integer NOT NULL,
	`created_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `remote_sites_id_unique` ON `remote_sites` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `remote_sites_name_unique` ON `remote_sites` (`name`);