package dev.rollcall.report.page.view;

/**
 * A link within the page.
 *
 * @param anchor the id of its target
 */
public record Link(String anchor, String text) {}
