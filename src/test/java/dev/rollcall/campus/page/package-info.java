/** The HTML report in a real browser. */
package dev.rollcall.campus.page;
