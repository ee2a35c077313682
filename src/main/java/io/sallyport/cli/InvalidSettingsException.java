package io.sallyport.cli;

import java.util.List;

/** The process cannot start with these settings. Its message has one line for each fault, with the key in it. */
final class InvalidSettingsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidSettingsException(List<String> faults) {
        super(String.join("\n", faults));
    }
}
