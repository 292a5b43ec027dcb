package dev.rollcall.catalogue.site;

import dev.rollcall.catalogue.bind.SecretReference;
import dev.rollcall.catalogue.bind.Server;
import dev.rollcall.catalogue.yaml.Complaint;
import java.util.List;

/** A site file's entry for one value of the catalogue. */
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

  /**
   * Where to fetch a secret.
   *
   * @param name of the value
   * @param file the site file, as the user named it
   * @param line of the reference, from 1
   * @param column of the reference, from 1
   */
  record Secret(SecretReference reference, String name, String file, int line, int column)
      implements SiteValue {
    /** An error at the reference's place. */
    public Complaint complaint(String message) {
      return new Complaint(file, line, column, name + ": " + message);
    }
  }
}
