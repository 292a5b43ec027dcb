package dev.rollcall.catalogue.template;

import dev.rollcall.catalogue.bind.SecretReference;
import dev.rollcall.probe.settings.YamlKey;
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
    @YamlKey(about = "The value with the user.", as = ValueSpec.class) String user,
    @YamlKey(about = "The secret with the password.", as = SecretReference.class) String password,
    @YamlKey(about = "The value with the account's domain.", as = ValueSpec.class)
        Optional<String> realm,
    @YamlKey(
            about = "The value with the domain whose hosts may get the login.",
            as = ValueSpec.class)
        Optional<String> domain) {}
