package dev.rollcall.catalogue;

import java.util.List;

/** What a site file says for one value of the catalogue. */
public sealed interface SiteValue {

  /** One text, or several for a list; numbers and flags are spelt out. */
  record Texts(List<String> texts) implements SiteValue {
    public Texts {
      texts = List.copyOf(texts);
    }
  }

  /** The product's servers. */
  record Servers(List<Server> servers) implements SiteValue {
    public Servers {
      servers = List.copyOf(servers);
    }
  }

  /** Where a secret is to be had. */
  record Secret(SecretReference reference) implements SiteValue {}
}
