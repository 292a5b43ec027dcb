package dev.rollcall.report.text;

/**
 * The widths of a table's columns, in columns of a terminal.
 *
 * @param to of the destinations; 0 for a table without them
 * @param right of the number at the right edge
 */
record RowWidths(int id, int to, int right) {}
