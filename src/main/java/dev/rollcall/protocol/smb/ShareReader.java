package dev.rollcall.protocol.smb;

import dev.rollcall.model.Clue;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Right;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.quote.Quotes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads a share after the login: its folder, the first bytes of a file, and DFS referrals. It stays
 * on one host, and writes nothing.
 */
final class ShareReader {
  /** The most DFS referrals to follow within one host. */
  private static final int HOPS = 4;

  /** The most folders to search for a file, and the most files to try to open. */
  private static final int FOLDERS = 4;

  private static final int FILES = 3;
  private static final int NAMES = 3;
  private static final int LONGEST = 40;

  private final Session session;
  private final Channel channel;
  private final Account account;
  private final boolean dfs;
  private final Unc wanted;
  private final Quotes quotes;

  /**
   * @param wanted the path from the site file
   * @param dfs whether the server takes part in DFS
   */
  ShareReader(Session session, Channel channel, Account account, Unc wanted, boolean dfs) {
    this.session = session;
    this.wanted = wanted;
    this.quotes =
        session
            .quotes()
            .knowing(
                wanted.toString(), wanted.root(), wanted.host(), wanted.share(), wanted.path());
    this.channel = channel;
    this.account = account;
    this.dfs = dfs;
  }

  /**
   * Opens the path and reads.
   *
   * @return the DFS target on another host; empty if everything was found here
   */
  Optional<Unc> through() throws IOException, ProbeException {
    Unc at = wanted;
    for (int hop = 0; hop < HOPS; hop++) {
      Optional<Unc> lead = visit(at);
      if (lead.isEmpty() || !lead.get().on(session.target().host())) {
        return lead;
      }
      at = lead.get();
    }
    throw ProbeException.unexpected("too many DFS referrals: " + wanted + " to " + shown(at));
  }

  private Optional<Unc> visit(Unc at) throws IOException, ProbeException {
    Tree tree;
    try {
      tree = Tree.connect(channel, at);
    } catch (Tree.Refused e) {
      if (e.any(SmbStatus.BAD_NETWORK_NAME) && dfs) {
        // A domain's name is not a server: only its controllers know its namespaces.
        Optional<Unc> lead = referral(at).filter(other -> !other.root().equals(at.root()));
        if (lead.isPresent()) {
          return lead;
        }
      }
      throw e.any(SmbStatus.BAD_NETWORK_NAME)
          ? refused(
              e, "there is no share " + quotes.name(at.share()) + " on " + quotes.name(at.host()))
          : refused(
              e, "the share " + quotes.name(at.root()) + " does not open for " + account.given());
    }
    session.observe("smb.share", quotes.name(at.root()) + (tree.dfs() ? ", in DFS" : ""));
    if (tree.encrypted() && !channel.seal()) {
      session
          .credentials()
          .untried(
              Right.Reason.UNSUPPORTED,
              "no common algorithm: the share "
                  + quotes.name(at.root())
                  + " demands encryption, and the server chose none of those that were offered");
      return Optional.empty();
    }
    session.observe("smb.session-encryption", channel.encryption());
    List<Tree.Entry> entries;
    try {
      entries = tree.list(at);
    } catch (Tree.Refused e) {
      if (e.any(SmbStatus.PATH_NOT_COVERED)) {
        return Optional.of(
            referral(at).orElseThrow(() -> refused(e, shown(at) + " is a DFS link to nowhere")));
      }
      throw refused(
          e,
          e.any(SmbStatus.ACCESS_DENIED)
              ? "the folder " + shown(at) + " cannot be listed by " + account.given()
              : "the folder " + shown(at) + " does not open");
    }
    session.observe("smb.listing", told(entries));
    return new Search(tree, at, entries).find();
  }

  /** The DFS target to use: on this host, else on a host of the site file, else any. */
  private Optional<Unc> referral(Unc path) throws IOException, ProbeException {
    List<Unc> targets;
    try {
      targets = Tree.connect(channel, new Unc(path.host(), "IPC$", "")).targets(path);
    } catch (Tree.Refused e) {
      return Optional.empty();
    }
    if (!targets.isEmpty()) {
      session.observe("smb.dfs-target", quotes.names(targets.stream().map(Unc::toString).toList()));
    }
    String here = session.target().host();
    return targets.stream()
        .filter(target -> target.on(here))
        .findFirst()
        .or(
            () ->
                targets.stream()
                    .filter(target -> session.credentials().covers(target.host()))
                    .findFirst())
        .or(() -> targets.stream().findFirst());
  }

  private String shown(Unc path) {
    return quotes.name(path.toString());
  }

  private String told(List<Tree.Entry> entries) {
    String names =
        quotes.upTo(LONGEST).names(entries.stream().limit(NAMES).map(Tree.Entry::name).toList());
    int count = entries.size();
    return switch (count) {
      case 0 -> "empty";
      case 1 -> "1 entry: " + names;
      default ->
          (count < Tree.ENTRIES ? count : count + " or more")
              + " entries: "
              + names
              + (count > NAMES ? ", …" : "");
    };
  }

  private ProbeException refused(Tree.Refused refusal, String what) {
    String evidence = what + " (" + SmbStatus.name(refusal.status()) + ")";
    Optional<Clue> clue = SmbStatus.of(refusal.status()).flatMap(SmbStatus::clue);
    return clue.map(
            sign ->
                ProbeException.of(
                    sign == Clue.ACCESS_DENIED ? FaultKind.DENIED : FaultKind.UNEXPECTED,
                    evidence,
                    sign))
        .orElseGet(() -> ProbeException.unexpected(evidence));
  }

  /** Looks for a file whose first bytes can be read. */
  private final class Search {
    private final Tree tree;
    private final Deque<Unc> folders = new ArrayDeque<>();
    private final Unc top;
    private final List<Tree.Entry> entries;
    private Optional<Unc> link = Optional.empty();
    private int files;

    Search(Tree tree, Unc folder, List<Tree.Entry> entries) {
      this.tree = tree;
      this.top = folder;
      this.entries = entries;
    }

    Optional<Unc> find() throws IOException, ProbeException {
      if (in(top, entries)) {
        return Optional.empty();
      }
      for (int turn = 1; turn < FOLDERS && !folders.isEmpty(); turn++) {
        Unc folder = folders.pop();
        try {
          if (in(folder, tree.list(folder))) {
            return Optional.empty();
          }
        } catch (Tree.Refused e) {
          if (e.any(SmbStatus.PATH_NOT_COVERED)) {
            link = link.or(() -> Optional.of(folder));
          }
        }
      }
      if (link.isPresent()) {
        return referral(link.get());
      }
      session.observe(
          new Observation.Note(
              shown(top) + " has no file to read: opening is proven, reading is not"));
      return Optional.empty();
    }

    /** Whether a file of this folder was read; if not, its subfolders are next. */
    private boolean in(Unc folder, List<Tree.Entry> found) throws IOException, ProbeException {
      List<Tree.Entry> plain = found.stream().filter(Tree.Entry::plain).toList();
      for (Tree.Entry entry : plain.stream().filter(one -> !one.folder()).toList()) {
        if (files < FILES && read(folder.below(entry.name()))) {
          return true;
        }
      }
      for (Tree.Entry entry : plain.stream().filter(Tree.Entry::folder).limit(FOLDERS).toList()) {
        folders.add(folder.below(entry.name()));
      }
      return false;
    }

    private boolean read(Unc file) throws IOException, ProbeException {
      files++;
      try {
        session.observe("smb.read", tree.read(file) + " bytes of " + quotes.name(file.path()));
        return true;
      } catch (Tree.Refused e) {
        if (e.any(SmbStatus.ACCESS_DENIED)) {
          throw refused(e, "the file " + shown(file) + " cannot be read by " + account.given());
        }
        // In use or deleted meanwhile: try another one.
        return false;
      }
    }
  }
}
