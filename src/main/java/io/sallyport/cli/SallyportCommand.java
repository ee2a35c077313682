package io.sallyport.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The word {@code sallyport} itself: it only holds the commands together. */
@Command(
        name = "sallyport",
        description = "An ingress and egress gateway. Without a command it runs the gateway.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "[COMMAND]",
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            ExplainCommand.class,
            DiffCommand.class,
            DemoCommand.class,
            VersionCommand.class
        })
final class SallyportCommand {}
