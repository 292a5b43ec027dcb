package dev.rollcall.protocol.smb;

import dev.rollcall.probe.Key;
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
    @Key(about = "The domain; a share under its name is a DFS namespace.") Optional<String> domain,
    @Key(about = "The file servers behind a DFS namespace.") List<String> targets,
    @Key(about = "The UNC path that a login opens.") Optional<String> unc) {
  public SmbSettings {
    targets = List.copyOf(targets);
  }
}
