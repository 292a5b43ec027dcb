/**
 * A catalogue as it is read: rules whose texts refer to values that a site file gives.
 *
 * <p>A {@link dev.rollcall.catalogue.template.Catalogue} has two parts: what it asks of a site
 * ({@link dev.rollcall.catalogue.template.ValueSpec}, under {@code values}), and its rules ({@link
 * dev.rollcall.catalogue.template.RuleTemplate}). A {@link
 * dev.rollcall.catalogue.template.Template} is a text such as <code>${sql.host}</code>; {@link
 * dev.rollcall.catalogue.template.Cases} is one that depends on {@link
 * dev.rollcall.catalogue.template.Condition conditions}. {@link
 * dev.rollcall.catalogue.template.Values} has the site's values, or the catalogue's own where the
 * site gives none. {@code plan} fills them in, and makes a {@link dev.rollcall.model.rule.Rule} of
 * each template.
 */
@NullMarked
package dev.rollcall.catalogue.template;

import org.jspecify.annotations.NullMarked;
