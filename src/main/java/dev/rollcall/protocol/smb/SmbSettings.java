package dev.rollcall.protocol.smb;

import dev.rollcall.probe.settings.YamlKey;
import java.util.List;
import java.util.Optional;

/**
 * What a rule may set for SMB.
 *
 * @param domain the Active Directory domain; a share under its name is a DFS namespace
 * @param targets hosts that the namespace leads to, which need the same port
 * @param unc the path that a login opens
 */
public record SmbSettings(
    @YamlKey(about = "The domain; a share under its name is a DFS namespace.")
        Optional<String> domain,
    @YamlKey(about = "The file servers behind a DFS namespace.") List<String> targets,
    @YamlKey(about = "The UNC path that a login opens.") Optional<String> unc) {
  public SmbSettings {
    targets = List.copyOf(targets);
  }
}
