/**
 * Reads catalogues and site files, strictly: reports all errors at once, with file, line and
 * column, and guesses nothing.
 *
 * <p>A {@link dev.rollcall.catalogue.template.Catalogue} is a product's rules, written with
 * templates such as <code>${sql.host}</code>; a {@link dev.rollcall.catalogue.site.Site} holds a
 * site's values; {@link dev.rollcall.catalogue.template.Values} brings both together. A catalogue
 * is data and trusted less than code: it has templates and conditions, but no other expressions.
 * Each section is bound to a record whose components are its keys ({@link
 * dev.rollcall.probe.settings.YamlKey}); a rule's key {@code with} to the settings record of its
 * protocol.
 *
 * <p>Uses {@code model}, {@code probe}, {@code files} and {@code text}. Reads files, sends nothing,
 * and resolves neither names nor secrets.
 */
@NullMarked
package dev.rollcall.catalogue;

import org.jspecify.annotations.NullMarked;
