/**
 * Results for people and scripts: tables for terminals, JSON, and a page with charts that needs neither scripts nor other
 * files.
 */
package io.github.dl4jsparse.examples.report;
