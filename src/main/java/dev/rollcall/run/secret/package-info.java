/**
 * Reads secrets: the credentials of the site file and the key of pseudonyms; and says where failed
 * logins are stored.
 *
 * <p>Uses {@code bundle}, {@code history}, {@code plan}, {@code catalogue}, {@code probe}, {@code
 * files} and {@code text}; used by {@code cli}.
 */
@NullMarked
package dev.rollcall.run.secret;

import org.jspecify.annotations.NullMarked;
