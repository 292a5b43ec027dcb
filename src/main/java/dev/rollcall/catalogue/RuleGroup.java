package dev.rollcall.catalogue;

import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.probe.settings.YamlKey;
import java.util.List;

/** The keys of a group: defaults for its rules. */
record RuleGroup(
    @YamlKey(about = "Whether its destinations are the internet's.", fallback = "false")
        boolean external,
    @YamlKey(about = "Whether a change of addresses is normal.", fallback = "false")
        boolean rotating,
    @YamlKey(about = "Where we stand.") List<Vantage> from,
    @YamlKey(
            about = "How many addresses must answer; if a name has fewer, all of them must.",
            fallback = "all")
        AddressPolicy addresses,
    @YamlKey(about = "What a certificate decides.", fallback = "verify")
        CertificatePolicy certificate) {

  static final RuleGroup PLAIN =
      new RuleGroup(false, false, List.of(), AddressPolicy.ALL, CertificatePolicy.VERIFY);
}
