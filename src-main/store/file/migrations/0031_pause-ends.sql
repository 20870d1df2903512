ALTER TABLE `job_items` ADD `released_at` integer;--> statement-breakpoint
ALTER TABLE `jobs` ADD `pause_end` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `resume_of` text;