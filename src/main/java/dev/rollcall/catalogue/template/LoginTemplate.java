package dev.rollcall.catalogue.template;

import java.util.Optional;

/**
 * The values that hold a rule's credentials. A rule logs in only where the site gives both.
 *
 * @param user name of the value with the user
 * @param password name of the value with the reference to the password
 * @param realm name of the value with the account's domain; without it accounts are the
 *     destination's own
 * @param domain name of the value with the domain below which discovered hosts are trusted with the
 *     credentials
 */
public record LoginTemplate(
    String user, String password, Optional<String> realm, Optional<String> domain) {}
