/**
 * Reads catalogues and site files, strictly: whatever is wrong is said with file, line and column,
 * all of it at once, and nothing is guessed.
 *
 * <p>A {@link dev.rollcall.catalogue.template.Catalogue} is a product's rules, written with
 * templates such as <code>${sql.host}</code>; a {@link dev.rollcall.catalogue.site.Site} holds a
 * site's values; {@link dev.rollcall.catalogue.template.Values} brings both together. A catalogue
 * is data and trusted less than code: beyond templates and "is this value set?" it has no
 * expressions. What a rule asks, under its key {@code with}, is bound to the settings record of its
 * protocol.
 *
 * <p>Knows {@code model} and {@code probe}; is known by {@code plan}. Reads files, sends nothing,
 * and resolves neither names nor secrets.
 */
@NullMarked
package dev.rollcall.catalogue;

import org.jspecify.annotations.NullMarked;
