ALTER TABLE `incidents` ADD `unattended_since_at` integer;--> statement-breakpoint
ALTER TABLE `incidents` ADD `escalated_at` integer;--> statement-breakpoint
ALTER TABLE `rules` ADD `escalation` text;